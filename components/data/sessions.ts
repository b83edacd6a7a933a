'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { authPaths } from '#lib/contract/auth-paths.ts'
import { endpoints } from '#lib/contract/endpoints.ts'
import { callApi, postPath } from './api.ts'
import { queryKey } from './keys.ts'
import { readAgain } from './read-again.ts'
import { useHydration } from './use-hydration.ts'

export function useSessions() {
  return useQuery({
    queryKey: queryKey('listSessions'),
    queryFn: ({ signal }) => callApi(endpoints.listSessions, { signal }),
    ...useHydration(),
  })
}

export function useDeleteSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (sessionId: string) => callApi(endpoints.deleteSession, { params: { sessionId } }),
    onSettled: () => readAgain(client, ['listSessions']),
  })
}

export function useSignIn() {
  return useMutation({
    mutationFn: (body: { email: string; password: string }) => postPath(authPaths.signIn, body),
  })
}

export function useSignOut() {
  return useMutation({ mutationFn: () => postPath(authPaths.signOut) })
}

/** Changes the own password; all other sessions end. */
export function useUpdatePassword() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { currentPassword: string; newPassword: string }) =>
      postPath(authPaths.updatePassword, { ...body, revokeOtherSessions: true }),
    onSettled: () => readAgain(client, ['listSessions']),
  })
}
