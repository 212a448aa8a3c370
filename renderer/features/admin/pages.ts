import { FileChartColumn, House, ListTree, type LucideIcon, Wrench } from 'lucide-react';
import type { CommandInput } from '../../../shared/bridge/contract';
import { useCommand } from '../../live/command';
import { useHostCan, useSelect } from '../../live/hooks';
import { tellError } from '../notices/local';

export type AdminPage = NonNullable<CommandInput<'platform.openAdmin'>['page']>;

/** Where the platform's own form signs a person in to (WEBCTI2 chapter 5). */
export const adminPages = ['home', 'menus', 'tools', 'reports'] as const satisfies readonly AdminPage[];
export const adminIcons = {
  home: House,
  menus: ListTree,
  tools: Wrench,
  reports: FileChartColumn,
} as const satisfies Record<AdminPage, LucideIcon>;

/** The platform's admin pages, where this host can show them and the profile in use has an account for them. */
export function useAdminPages(): { readonly pages: readonly AdminPage[]; readonly open: (page: AdminPage) => void } {
  const can = useHostCan('admin-page');
  const account = useSelect('session', (session) =>
    session?.state === 'signed-in'
      ? (session.profiles.find(({ id }) => id === session.profileId)?.admin.user ?? '')
      : '',
  );
  const { run } = useCommand('platform.openAdmin');
  return {
    pages: can && account !== '' ? adminPages : [],
    // Opened from menus, which are closed by then: a refusal is told by itself.
    open: (page) =>
      void run({ page }).then((result) => {
        if (!result.ok) tellError(result.error);
      }),
  };
}
