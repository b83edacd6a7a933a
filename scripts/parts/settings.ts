// What the launchers themselves read from the environment. Everything else goes through to the console unread.

/** Ends a launcher with one sentence for the person at the terminal. */
export class LauncherError extends Error {
  override readonly name = 'LauncherError'
}

/** A port from the environment. Throws LauncherError naming the variable. */
export function readPort(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name]?.trim() ?? ''
  if (text === '') return fallback
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) {
    throw new LauncherError(`${name} must be a number from 1 to 65535, not "${text}".`)
  }
  return port
}

/** The address the console binds to. */
export function readHost(env: NodeJS.ProcessEnv): string {
  const host = env.HOST?.trim() ?? ''
  return host === '' ? '127.0.0.1' : host
}

/** The folder for the database, secrets and logs. */
export function readDemoDir(env: NodeJS.ProcessEnv): string {
  const dir = env.DRAWBRIDGE_DATA_DIR?.trim() ?? ''
  return dir === '' ? '.data/demo' : dir
}

/** Where next keeps its build. */
export function readDistDir(env: NodeJS.ProcessEnv): string {
  return env.DRAWBRIDGE_DIST_DIR ?? '.next'
}

/** A base address to open in a browser on this machine. */
export function localUrl(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}
