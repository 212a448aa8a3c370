import { type EndpointName, endpointNames } from '../../../shared/webcti/index';
import { withSuggestions } from '../arguments';
import { usage } from '../exit';
import { filled } from '../language';
import { nearest } from '../suggest';

/** The endpoint that a word means, without regard to case and `.php`; throws with the nearest names. */
export function endpointNamed(word: string): EndpointName {
  const wanted = word.toLowerCase().replace(/\.php$/, '');
  const found = endpointNames.find((name) => name.toLowerCase() === wanted);
  if (found) return found;
  const words = filled(
    {
      en: 'There is no endpoint {word}. seatline webcti --help lists all {count}.',
      zh: '没有接口 {word}。seatline webcti --help 列出全部 {count} 个。',
    },
    { word, count: endpointNames.length },
  );
  throw usage(withSuggestions(words, nearest(wanted, endpointNames)));
}
