import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { Skeleton } from '../ui/index';

/** A page of its own script, loaded when it is first opened. */
function page(load: () => Promise<ComponentType>): () => ReactNode {
  const Page = lazy(async () => ({ default: await load() }));
  return function Route() {
    return (
      <Suspense fallback={<Skeleton lines={6} />}>
        <Page />
      </Suspense>
    );
  };
}

export const WallboardRoute = page(async () => (await import('../features/wallboard/index')).WallboardPage);
export const HistoryRoute = page(async () => (await import('../features/history/index')).HistoryPage);
export const MissedRoute = page(async () => (await import('../features/missed/index')).MissedPage);
export const SettingsRoute = page(async () => (await import('../features/settings/index')).SettingsPage);
export const ConferenceRoute = page(async () => (await import('../features/conference/index')).ConferencePanel);
export const DemoRoute = page(async () => (await import('../features/demo/index')).DemoPanel);
