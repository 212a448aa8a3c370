import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { QueryInput, QueryName, QueryOutput } from '../../shared/bridge/contract';
import type { AppError } from '../../shared/domain/result';
import { useSeatline } from '../live/context';

/** Thrown inside react-query only, so that `error` carries the desk's own error. */
export class QuestionError extends Error {
  constructor(readonly error: AppError) {
    super(error.message);
  }
}

export interface QuestionOptions {
  readonly enabled?: boolean;
  /** Ask again every so many ms while shown. */
  readonly every?: number;
  /** Show the old answer while the next page is on its way. */
  readonly keep?: boolean;
  /** How long an answer may be shown without asking again, ms. */
  readonly fresh?: number;
}

/**
 * A question to the desk (DESIGN §2, question road). Two axes: `data` may be there while `isFetching`. A question that
 * is no longer wanted is cancelled. `error` is a `QuestionError`.
 */
export function useQuestion<K extends QueryName>(
  name: K,
  input: QueryInput<K>,
  options: QuestionOptions = {},
): UseQueryResult<QueryOutput<K>, QuestionError> {
  const { bridge } = useSeatline();
  return useQuery<QueryOutput<K>, QuestionError>({
    queryKey: [name, input],
    queryFn: async ({ signal }) => {
      const result = await bridge.query(name, input, { signal });
      if (!result.ok) throw new QuestionError(result.error);
      return result.value;
    },
    enabled: options.enabled ?? true,
    staleTime: options.fresh ?? 0,
    ...(options.every === undefined ? {} : { refetchInterval: options.every }),
    ...(options.keep ? { placeholderData: keepPreviousData as never } : {}),
  });
}
