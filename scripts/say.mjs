// Words that the two commands print. Plain Node, nothing installed yet.
const chinese = /^zh/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '');

/** The sentence in the person's language. */
export const say = (en, zh) => (chinese ? zh : en);

export function step(en, zh) {
  console.log(`› ${say(en, zh)}`);
}

/** Prints what went wrong and what to do, then ends with code 1. */
export function giveUp(en, zh) {
  console.error(`\n✗ ${say(en, zh)}`);
  process.exit(1);
}

/** `12.3 s` since `from` (performance.now()). */
export const seconds = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`;
