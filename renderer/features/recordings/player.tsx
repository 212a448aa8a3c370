import { ChevronLeft, ChevronRight, Download, Volume2, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Listening } from '../../../shared/bridge/contract';
import type { AppError } from '../../../shared/domain/result';
import { useSay } from '../../i18n/index';
import { useSeatline } from '../../live/context';
import { Button, ErrorLine, IconButton } from '../../ui/index';
import './player.css';

/** A call of the records that somebody wants to hear. */
export interface Heard {
  readonly id: string;
  /** Who and when, as the list shows it. */
  readonly title: string;
}

/**
 * One recording at a time. The sound comes from the screen's own origin, so the browser's own controls do everything a
 * keyboard or a screen reader needs; a call that was transferred has several parts.
 */
export function Player(props: { readonly heard: Heard; readonly onClose: () => void }): ReactNode {
  const { heard, onClose } = props;
  const say = useSay();
  const [part, setPart] = useState(1);
  const recording = useRecording(heard.id, part);
  const [broken, setBroken] = useState(false);
  const root = useRef<HTMLElement>(null);
  const { listening, error } = recording;
  const parts = listening?.parts ?? recording.parts;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another call or part is another sound
  useEffect(() => setBroken(false), [listening]);
  // Whoever pressed the button of a row is taken to what it opened.
  useEffect(() => root.current?.focus(), []);
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  return (
    <section
      ref={root}
      className="panel player"
      aria-label={say('recordings.player', { title: heard.title })}
      tabIndex={-1}
      onKeyDown={press}
    >
      <header className="player-head">
        <Volume2 aria-hidden size={15} />
        <strong className="grow cut" title={listening?.name ?? heard.title}>
          {heard.title}
        </strong>
        {parts > 1 ? (
          <span className="player-parts">
            <IconButton
              icon={ChevronLeft}
              size="s"
              label={say('recordings.before')}
              unavailable={part <= 1 ? say('recordings.first') : null}
              onPress={() => setPart(part - 1)}
            />
            <span role="status">{say('recordings.part', { n: part, of: parts })}</span>
            <IconButton
              icon={ChevronRight}
              size="s"
              label={say('recordings.after')}
              unavailable={part >= parts ? say('recordings.last') : null}
              onPress={() => setPart(part + 1)}
            />
          </span>
        ) : null}
        {listening ? (
          <a className="player-save" href={`${listening.url}?save=1`} download={listening.name}>
            <Download aria-hidden size={15} />
            <span>{say('recordings.save')}</span>
          </a>
        ) : null}
        <IconButton icon={X} size="s" label={say('recordings.close')} onPress={onClose} />
      </header>
      {error || broken ? (
        <div className="player-failed">
          {error ? (
            <ErrorLine error={error} />
          ) : (
            <p className="error-line" role="alert">
              {say('recordings.broken')}
            </p>
          )}
          <Button size="s" onPress={recording.again}>
            {say('ui.retry')}
          </Button>
        </div>
      ) : listening ? (
        // biome-ignore lint/a11y/useMediaCaption: the platform has no captions of a telephone call
        <audio
          key={`${listening.url}/${recording.asked}`}
          className="player-sound"
          controls
          autoPlay
          preload="metadata"
          src={listening.url}
          aria-label={say('recordings.sound', { title: heard.title })}
          onError={() => setBroken(true)}
        />
      ) : (
        <p className="player-wait muted" role="status">
          {say('recordings.opening')}
        </p>
      )}
    </section>
  );
}

/** Asked anew each time and not kept: the address works only until the person signs out. */
function useRecording(id: string, part: number) {
  const { bridge } = useSeatline();
  const [asked, setAsked] = useState(0);
  const [parts, setParts] = useState(1);
  const [answer, setAnswer] = useState<{ readonly listening: Listening | null; readonly error: AppError | null }>({
    listening: null,
    error: null,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` counts the tries
  useEffect(() => {
    const wanted = new AbortController();
    setAnswer({ listening: null, error: null });
    void bridge.query('recording.open', { id, part }, { signal: wanted.signal }).then((result) => {
      if (wanted.signal.aborted) return;
      if (result.ok) setParts(result.value.parts);
      setAnswer(
        result.ok
          ? { listening: result.value, error: null }
          : { listening: null, error: { tried: 'recording.open', ...result.error } },
      );
    });
    return () => wanted.abort();
  }, [bridge, id, part, asked]);
  return { ...answer, parts, asked, again: () => setAsked((count) => count + 1) };
}
