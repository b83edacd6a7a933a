'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { endpoints } from '#lib/contract/endpoints.ts'
import { callApi, postPath } from './api.ts'
import { queryKey } from './keys.ts'

// The sign-in library's own paths; the contract table holds only ours.
const authPaths = {
  signIn: '/api/auth/sign-in/email',
  signOut: '/api/auth/sign-out',
  changePassword: '/api/auth/change-password',
} as const

export function useSessions() {
  return useQuery({
    queryKey: queryKey('listSessions'),
    queryFn: ({ signal }) => callApi(endpoints.listSessions, { signal }),
  })
}

export function useDeleteSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (sessionId: string) => callApi(endpoints.deleteSession, { params: { sessionId } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['listSessions'] }),
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
      postPath(authPaths.changePassword, { ...body, revokeOtherSessions: true }),
    onSettled: () => client.invalidateQueries({ queryKey: ['listSessions'] }),
  })
}
