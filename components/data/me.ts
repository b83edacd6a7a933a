'use client'

import { useQuery } from '@tanstack/react-query'
import { endpoints } from '#lib/contract/endpoints.ts'
import { callApi } from './api.ts'
import { queryKey } from './keys.ts'

/** Who is signed in, with which rights and from where. */
export function useMe() {
  return useQuery({
    queryKey: queryKey('getMe'),
    queryFn: ({ signal }) => callApi(endpoints.getMe, { signal }),
    staleTime: 60_000,
  })
}
