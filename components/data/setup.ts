'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import type { BodyInputOf } from '#lib/contract/endpoint.ts'
import { endpoints } from '#lib/contract/endpoints.ts'
import { callApi } from './api.ts'
import { queryKey } from './keys.ts'
import { useHydration } from './use-hydration.ts'

/** What a one-time link is for; asks nothing while there is no token. */
export function useSetup(token: string) {
  return useQuery({
    queryKey: queryKey('readSetup', { token }),
    queryFn: ({ signal }) => callApi(endpoints.readSetup, { body: { token }, signal }),
    enabled: token !== '',
    retry: false,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
    ...useHydration(),
  })
}

export function useCompleteSetup() {
  return useMutation({
    mutationFn: (body: BodyInputOf<typeof endpoints.completeSetup>) =>
      callApi(endpoints.completeSetup, { body }),
  })
}
