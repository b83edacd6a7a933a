'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BodyInputOf } from '#lib/contract/endpoint.ts'
import { endpoints } from '#lib/contract/endpoints.ts'
import { callApi } from './api.ts'
import { queryKey } from './keys.ts'
import { readAgain } from './read-again.ts'
import { useHydration } from './use-hydration.ts'

export function usePeople({ isEnabled = true }: { readonly isEnabled?: boolean } = {}) {
  return useQuery({
    enabled: isEnabled,
    queryKey: queryKey('listPeople'),
    queryFn: ({ signal }) => callApi(endpoints.listPeople, { signal }),
    ...useHydration(),
  })
}

function useAfterPeopleChange() {
  const client = useQueryClient()
  return {
    onSettled: () => {
      readAgain(client, ['listPeople'], ['listActivity'])
    },
  }
}

/** Adds a person; the answer holds the one-time link, which is never shown again. */
export function useCreatePerson() {
  return useMutation({
    mutationFn: (body: BodyInputOf<typeof endpoints.createPerson>) =>
      callApi(endpoints.createPerson, { body }),
    ...useAfterPeopleChange(),
  })
}

export function useUpdatePerson() {
  return useMutation({
    mutationFn: ({ personId, ...body }: BodyInputOf<typeof endpoints.updatePerson> & { personId: string }) =>
      callApi(endpoints.updatePerson, { params: { personId }, body }),
    ...useAfterPeopleChange(),
  })
}

export function useInvitePerson() {
  return useMutation({
    mutationFn: (personId: string) => callApi(endpoints.invitePerson, { params: { personId } }),
    ...useAfterPeopleChange(),
  })
}

export function useDeletePersonSessions() {
  return useMutation({
    mutationFn: (personId: string) => callApi(endpoints.deletePersonSessions, { params: { personId } }),
    ...useAfterPeopleChange(),
  })
}
