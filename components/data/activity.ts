'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { QueryOf } from '#lib/contract/endpoint.ts'
import { endpoints } from '#lib/contract/endpoints.ts'
import { callApi } from './api.ts'
import { queryKey } from './keys.ts'
import { useHydration } from './use-hydration.ts'

export type ActivityFilters = Omit<Partial<QueryOf<typeof endpoints.listActivity>>, 'cursor'>

/** The audit log, newest first, a page at a time. */
export function useActivity(filters: ActivityFilters) {
  return useInfiniteQuery({
    queryKey: queryKey('listActivity', {}, filters),
    queryFn: ({ pageParam, signal }) =>
      callApi(endpoints.listActivity, {
        query: { ...filters, ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    // While another filter is asked for, the rows of the one before stay.
    placeholderData: keepPreviousData,
    // Only at the top: a reader far down does not lose their place, and many pages are not asked for again and again.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : 30_000),
    ...useHydration(),
  })
}
