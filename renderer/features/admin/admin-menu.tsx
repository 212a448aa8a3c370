import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/index';
import { Button, Menu } from '../../ui/index';
import { adminIcons, adminPages, useAdminPages } from './pages';

/** A button with the platform's own admin pages; nothing where there are none to open. */
export function AdminMenu(): ReactNode {
  const say = useSay();
  const { pages, open } = useAdminPages();
  if (pages.length === 0) return null;
  return (
    <Menu
      label={say('admin.title')}
      placement="bottom end"
      trigger={
        <Button size="s" icon={ExternalLink}>
          {say('admin.title')}
        </Button>
      }
      groups={[
        { id: 'admin', entries: pages.map((id) => ({ id, label: say(`admin.page.${id}`), icon: adminIcons[id] })) },
      ]}
      onAction={(id) => {
        const page = adminPages.find((one) => one === id);
        if (page) open(page);
      }}
    />
  );
}
