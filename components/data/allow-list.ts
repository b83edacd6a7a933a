'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AllowList } from '#lib/contract/allow-list.ts'
import type { BodyInputOf } from '#lib/contract/endpoint.ts'
import { endpoints } from '#lib/contract/endpoints.ts'
import { callApi } from './api.ts'
import { queryKey } from './keys.ts'
import { pollWhileMoving } from './polling.ts'
import { readAgain } from './read-again.ts'
import { useHydration } from './use-hydration.ts'

export function useAllowList(instanceId: string) {
  return useQuery({
    queryKey: queryKey('getAllowList', { instanceId }),
    queryFn: ({ signal }) => callApi(endpoints.getAllowList, { params: { instanceId }, signal }),
    refetchInterval: pollWhileMoving<AllowList>(
      (data) => data.endpointStatus,
      (data) => data.endpointStatus === 'opening' || data.endpointStatus === 'closing',
    ),
    ...useHydration(),
  })
}

/** Adds, edits and removes entries as one change drawn from `baseVersion`. */
export function useUpdateAllowList(instanceId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: BodyInputOf<typeof endpoints.updateAllowList>) =>
      callApi(endpoints.updateAllowList, { params: { instanceId }, body }),
    onSuccess: ({ steps: _, ...list }) => client.setQueryData(queryKey('getAllowList', { instanceId }), list),
    // After a failure too: some of the steps may have been made.
    onSettled: () => {
      readAgain(client, queryKey('getAllowList', { instanceId }), ['listExposure'], ['listActivity'])
    },
  })
}
