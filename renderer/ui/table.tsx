// biome-ignore-all lint/a11y/useSemanticElements: rows of a real <table> cannot be positioned one by one
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, memo, type ReactNode, useRef } from 'react';
import './table.css';

export interface Column {
  readonly id: string;
  readonly title: ReactNode;
  /** CSS grid track: `120px`, `minmax(100px, 1fr)`. */
  readonly width: string;
  readonly align?: 'start' | 'end';
  readonly sortable?: boolean;
}

export interface TableProps {
  readonly label: string;
  readonly columns: readonly Column[];
  /** Ids in the order shown. The row's own data is read by `renderCells`, so that one change renders one row. */
  readonly ids: readonly string[];
  /** Cells of a row in the order of the columns; wrap each in `Cell`. Must be stable (module function or useCallback). */
  readonly renderCells: (id: string) => ReactNode;
  readonly rowHeight?: number;
  readonly selected?: string | null;
  readonly onSelect?: (id: string) => void;
  /** Enter or double click. */
  readonly onOpen?: (id: string) => void;
  readonly sort?: { readonly column: string; readonly descending: boolean };
  readonly onSort?: (column: string) => void;
  readonly empty?: ReactNode;
}

/**
 * Virtual rows keyed by id: an update keeps scroll position and selection, and renders only rows that changed.
 * Arrows, Home, End, PageUp and PageDown move the selection.
 */
export function Table(props: TableProps): ReactNode {
  const { ids, columns, rowHeight = 34, selected = null } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 8,
    initialRect: { width: 800, height: 600 },
  });
  const template = columns.map((column) => column.width).join(' ');
  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget) return;
    const at = selected === null ? -1 : ids.indexOf(selected);
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 340) / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: ids.length - 1,
      PageDown: at + page,
      PageUp: at - page,
    };
    const wanted = steps[event.key];
    if (wanted !== undefined && props.onSelect && ids.length > 0) {
      event.preventDefault();
      const index = Math.min(ids.length - 1, Math.max(0, wanted));
      const id = ids[index];
      if (id !== undefined) props.onSelect(id);
      virtual.scrollToIndex(index);
    } else if (event.key === 'Enter' && selected !== null && props.onOpen) {
      event.preventDefault();
      props.onOpen(selected);
    }
  };
  const rowId = (id: string): string => `row-${id}`;
  return (
    <div
      className="table"
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={ids.length + 1}
      aria-colcount={columns.length}
      {...(selected !== null && ids.includes(selected) ? { 'aria-activedescendant': rowId(selected) } : {})}
      onKeyDown={move}
    >
      <div className="table-head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }} tabIndex={-1}>
        {columns.map((column) => {
          const sorted = props.sort?.column === column.id;
          const Arrow = props.sort?.descending ? ArrowDown : ArrowUp;
          return (
            <div
              key={column.id}
              role="columnheader"
              tabIndex={-1}
              className={column.align === 'end' ? 'cell cell-end' : 'cell'}
              {...(column.sortable
                ? { 'aria-sort': sorted ? (props.sort?.descending ? 'descending' : 'ascending') : 'none' }
                : {})}
            >
              {column.sortable && props.onSort ? (
                <button type="button" className="table-sort" onClick={() => props.onSort?.(column.id)}>
                  {column.title}
                  {sorted ? <Arrow aria-hidden size={12} /> : null}
                </button>
              ) : (
                column.title
              )}
            </div>
          );
        })}
      </div>
      <div
        className="table-scroll"
        ref={scroller}
        // A group without rows would promise what is not there; one with rows scrolls, and so must be reachable by keyboard.
        {...(virtual.getVirtualItems().length > 0 ? { role: 'rowgroup', tabIndex: 0 } : {})}
      >
        {ids.length === 0 ? props.empty : null}
        <div className="table-space" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const id = ids[item.index];
            if (id === undefined) return null;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the grid itself
              // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus, rows are its active descendants
              <div
                key={item.key}
                id={rowId(id)}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={id === selected}
                className={`table-row ${id === selected ? 'is-selected' : ''}`}
                style={{ height: rowHeight, transform: `translateY(${item.start}px)`, gridTemplateColumns: template }}
                onClick={(event) => {
                  props.onSelect?.(id);
                  // A click leaves the focus on a cell, where arrows would do nothing.
                  if (event.target instanceof Element && !event.target.closest('button, a, input')) {
                    event.currentTarget.closest<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true });
                  }
                }}
                onDoubleClick={() => props.onOpen?.(id)}
              >
                <Cells id={id} render={props.renderCells} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

const Cells = memo(({ id, render }: { readonly id: string; readonly render: (id: string) => ReactNode }) => render(id));
Cells.displayName = 'Cells';

export function Cell(props: {
  readonly children?: ReactNode;
  readonly align?: 'end';
  readonly title?: string;
}): ReactNode {
  return (
    <div
      role="gridcell"
      tabIndex={-1}
      className={props.align ? 'cell cell-end' : 'cell'}
      {...(props.title === undefined ? {} : { title: props.title })}
    >
      {props.children}
    </div>
  );
}
