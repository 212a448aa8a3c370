import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import type { QueryOutput } from '../../../shared/bridge/contract';
import { useSeatline } from '../../live/context';
import { QuestionError } from '../../query/questions';
import { type HistoryFilter, questionOf } from './filter';

/** Rows of one page; the contract allows 200. */
export const pageRows = 100;

export type HistoryPages = UseInfiniteQueryResult<InfiniteData<QueryOutput<'history.calls'>, number>, QuestionError>;

/** The call records of a filter, page by page. A page that fails leaves those before it on the screen. */
export function useHistory(filter: HistoryFilter, zone: number, enabled: boolean): HistoryPages {
  const { bridge } = useSeatline();
  const question = questionOf(filter, zone);
  return useInfiniteQuery<
    QueryOutput<'history.calls'>,
    QuestionError,
    InfiniteData<QueryOutput<'history.calls'>, number>,
    readonly unknown[],
    number
  >({
    queryKey: ['history.calls', question],
    enabled,
    initialPageParam: 0,
    queryFn: async ({ pageParam, signal }) => {
      const result = await bridge.query(
        'history.calls',
        { ...question, offset: pageParam, rows: pageRows },
        { signal },
      );
      if (!result.ok) throw new QuestionError(result.error);
      return result.value;
    },
    getNextPageParam: (last, _pages, offset) =>
      last.rows.length > 0 && offset + last.rows.length < last.total ? offset + last.rows.length : undefined,
  });
}
