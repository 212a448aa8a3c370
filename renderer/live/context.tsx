import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import type { Bridge } from '../../shared/bridge/contract';
import type { Topic } from '../../shared/bridge/topics';
import type { Clock } from '../../shared/domain/time';
import { screenClock } from './clock';
import { createLive, type Live } from './store';
import { createTicker, type Ticker } from './ticker';

export interface Seatline {
  readonly bridge: Bridge;
  readonly live: Live;
  readonly ticker: Ticker;
  readonly clock: Clock;
}

const SeatlineContext = createContext<Seatline | null>(null);

/** What every shape shows or listens to; the rest is retained by the panel that shows it. */
const always: readonly Topic[] = [
  'link',
  'session',
  'host',
  'seat',
  'settings',
  'reasons',
  'dial',
  'calls',
  'pops',
  'commands',
  'notices',
  'missed',
  'requests',
  'voice',
  'voiceCalls',
];

/** Puts the bridge, the stores, the ticker and react-query below it. One per page. */
export function LiveProvider({
  bridge,
  clock = screenClock,
  children,
}: {
  readonly bridge: Bridge;
  readonly clock?: Clock;
  readonly children: ReactNode;
}): ReactNode {
  const seatline = useMemo<Seatline>(() => {
    const live = createLive(bridge, clock);
    const link = live.store('link');
    return { bridge, live, clock, ticker: createTicker(clock, () => link.getState().value?.platformOffset ?? 0) };
  }, [bridge, clock]);
  const client = useMemo(
    () =>
      new QueryClient({
        // The desk retries by policy; a page that retries as well would double it. There is no network below us.
        defaultOptions: { queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: false, staleTime: 0 } },
      }),
    [],
  );
  useEffect(() => {
    const release = seatline.live.retain(always);
    const stop = seatline.live.store('link').subscribe((state, before) => {
      if (state.value?.platformOffset !== before.value?.platformOffset) seatline.ticker.turn();
    });
    return () => {
      stop();
      release();
      seatline.live.close();
    };
  }, [seatline]);
  useEffect(() => () => client.clear(), [client]);
  return (
    <SeatlineContext value={seatline}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </SeatlineContext>
  );
}

export function useSeatline(): Seatline {
  const seatline = useContext(SeatlineContext);
  if (!seatline) throw new Error('a component outside LiveProvider asked for the bridge');
  return seatline;
}
