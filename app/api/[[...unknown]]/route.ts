import { handleUnknown } from '#server/http/handle-unknown.ts'

export const GET = handleUnknown
export const POST = handleUnknown
export const PUT = handleUnknown
export const PATCH = handleUnknown
export const DELETE = handleUnknown
