// Paths of the sign-in library that the pages use. Its own contract, not ours; everything else under it answers 404.

export const authPaths = {
  signIn: '/api/auth/sign-in/email',
  signOut: '/api/auth/sign-out',
  updatePassword: '/api/auth/change-password',
} as const
