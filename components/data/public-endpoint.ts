'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BodyInputOf } from '#lib/contract/endpoint.ts'
import { endpoints } from '#lib/contract/endpoints.ts'
import type { PublicEndpoint } from '#lib/contract/public-endpoint.ts'
import { callApi } from './api.ts'
import { queryKey } from './keys.ts'
import { pollWhileMoving } from './polling.ts'
import { readAgain } from './read-again.ts'
import { useHydration } from './use-hydration.ts'

function isMoving({ status }: { readonly status: string }): boolean {
  return status === 'opening' || status === 'closing'
}

export function usePublicEndpoint(instanceId: string) {
  return useQuery({
    queryKey: queryKey('getPublicEndpoint', { instanceId }),
    queryFn: ({ signal }) => callApi(endpoints.getPublicEndpoint, { params: { instanceId }, signal }),
    refetchInterval: pollWhileMoving<PublicEndpoint>((data) => data.status, isMoving),
    ...useHydration(),
  })
}

export function useUpdatePublicEndpoint(instanceId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: BodyInputOf<typeof endpoints.updatePublicEndpoint>) =>
      callApi(endpoints.updatePublicEndpoint, { params: { instanceId }, body }),
    onSuccess: (data) => client.setQueryData(queryKey('getPublicEndpoint', { instanceId }), data),
    // After a failure too: the answer may have been lost after the change was made.
    onSettled: () => {
      readAgain(
        client,
        queryKey('getPublicEndpoint', { instanceId }),
        queryKey('getAllowList', { instanceId }),
        ['listExposure'],
        ['listActivity'],
      )
    },
  })
}
