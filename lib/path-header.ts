/** In which proxy.ts tells the layout what was asked for; overwritten for every request. */
export const pathHeader = 'x-drawbridge-path'
