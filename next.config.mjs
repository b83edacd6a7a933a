import createNextIntlPlugin from 'next-intl/plugin'

const withNextIntl = createNextIntlPlugin('./server/i18n.ts')

/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.DRAWBRIDGE_DIST_DIR ?? '.next',
  reactStrictMode: true,
  poweredByHeader: false,
  serverExternalPackages: ['pg', 'undici', 'pino'],
}

export default withNextIntl(config)
