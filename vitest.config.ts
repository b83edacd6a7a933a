import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// `server-only` throws outside a React server build; under test its empty half is right.
const alias = {
  'server-only': fileURLToPath(new URL('./node_modules/server-only/empty.js', import.meta.url)),
}

/** The pure half of server/ccr: needs neither a socket nor a database. */
const pureServerTests = ['server/ccr/sign*.test.ts']

const shared = { environment: 'node' as const, testTimeout: 20_000, hookTimeout: 60_000 }

export default defineConfig({
  resolve: { alias },
  test: {
    maxWorkers: 2,
    passWithNoTests: false,
    // A `.only` that was left behind must not hide the rest.
    allowOnly: false,
    exclude: ['**/node_modules/**', '.next*/**', '.cache/**', 'e2e/**'],
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'unit',
          include: ['lib/**/*.test.ts', 'components/**/*.test.{ts,tsx}', ...pureServerTests],
        },
      },
      {
        extends: true,
        // Real sockets, no database: the embedded CCR and the client that calls it.
        test: {
          ...shared,
          name: 'wire',
          include: ['server/emulator/**/*.test.ts', 'server/ccr/**/*.test.ts'],
          exclude: [...pureServerTests, '**/node_modules/**'],
        },
      },
      {
        extends: true,
        // A real database: SQLite in a temporary file, or PostgreSQL where TEST_DATABASE_URL says so.
        test: {
          ...shared,
          name: 'server',
          include: ['server/**/*.test.ts', 'app/**/*.test.{ts,tsx}', '*.test.ts'],
          exclude: ['server/emulator/**', 'server/ccr/**', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: { ...shared, name: 'scripts', include: ['scripts/**/*.test.ts'] },
      },
    ],
  },
})
