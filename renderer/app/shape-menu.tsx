import { Keyboard, LayoutPanelLeft, Minus, PanelRight, Pin, Power, RectangleHorizontal, Settings2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { adminIcons, adminPages, useAdminPages } from '../features/admin/index';
import { useAnyLiveCall } from '../features/calls/model';
import { setIntent, useIntent } from '../features/keyboard/intents';
import { tellError } from '../features/notices/local';
import { useAnyVoiceCall } from '../features/voice/index';
import { useSay } from '../i18n/index';
import { useCommand } from '../live/command';
import { useHostCan, useSettings } from '../live/hooks';
import { ConfirmDialog, IconButton, Menu, type MenuGroup } from '../ui/index';

const shapes = [
  { id: 'bar', word: 'app.shapeBar', icon: RectangleHorizontal },
  { id: 'panel', word: 'app.shapePanel', icon: PanelRight },
  { id: 'workspace', word: 'app.shapeWorkspace', icon: LayoutPanelLeft },
] as const;

/** Shape of the window and what the host can do with it. What it cannot do is not in the list. */
export function ShapeMenu(): ReactNode {
  const say = useSay();
  const { shape, alwaysOnTop } = useSettings();
  const canPin = useHostCan('always-on-top');
  const canWindow = useHostCan('windows');
  const canQuit = useHostCan('quit');
  const setShape = useCommand('window.shape');
  const pin = useCommand('window.alwaysOnTop');
  const minimise = useCommand('window.minimise');
  const admin = useAdminPages();
  const groups: readonly MenuGroup[] = [
    {
      id: 'shape',
      title: say('app.shape'),
      entries: shapes.map(({ id, word, icon }) => ({
        id,
        label: say(word),
        icon,
        ...(id === shape ? { detail: '✓' } : {}),
      })),
    },
    {
      id: 'window',
      entries: [
        ...(canPin
          ? [{ id: 'pin', label: say('app.alwaysOnTop'), icon: Pin, ...(alwaysOnTop ? { detail: '✓' } : {}) }]
          : []),
        ...(canWindow ? [{ id: 'minimise', label: say('app.minimise'), icon: Minus }] : []),
        { id: 'help', label: say('app.help'), icon: Keyboard, detail: <kbd className="key">?</kbd> },
      ],
    },
    ...(admin.pages.length > 0
      ? [
          {
            id: 'admin',
            title: say('admin.title'),
            entries: admin.pages.map((page) => ({
              id: `admin-${page}`,
              label: say(`admin.page.${page}`),
              icon: adminIcons[page],
            })),
          },
        ]
      : []),
    ...(canQuit
      ? [{ id: 'quit', entries: [{ id: 'quit', label: say('app.quit'), icon: Power, isDanger: true }] }]
      : []),
  ];
  const choose = async (id: string): Promise<void> => {
    const page = adminPages.find((one) => id === `admin-${one}`);
    if (page) admin.open(page);
    else if (id === 'help') setIntent({ help: true });
    else if (id === 'quit') setIntent({ quit: true });
    else {
      const result =
        id === 'pin'
          ? await pin.run({ on: !alwaysOnTop })
          : id === 'minimise'
            ? await minimise.run({})
            : id === 'bar' || id === 'panel' || id === 'workspace'
              ? await setShape.run({ shape: id })
              : null;
      if (result && !result.ok) tellError(result.error);
    }
  };
  return (
    <>
      <Menu
        label={say('app.shape')}
        placement="bottom end"
        groups={groups}
        onAction={(id) => void choose(id)}
        trigger={<IconButton icon={Settings2} label={say('app.shape')} />}
      />
      <QuitDialog />
    </>
  );
}

function QuitDialog(): ReactNode {
  const say = useSay();
  const isOpen = useIntent('quit');
  const inCall = useAnyLiveCall();
  const inVoice = useAnyVoiceCall();
  const quit = useCommand('app.quit');
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={say('app.quitTitle')}
      confirmLabel={say('app.quit')}
      danger
      pending={quit.pending}
      error={quit.error}
      onClose={() => setIntent({ quit: false })}
      onConfirm={() => void quit.run({ confirmed: true })}
    >
      <p>{say(inVoice ? 'app.quitInVoice' : inCall ? 'app.quitInCall' : 'app.quitIdle')}</p>
    </ConfirmDialog>
  );
}
