import createNextIntlPlugin from 'next-intl/plugin'

const withNextIntl = createNextIntlPlugin('./server/i18n.ts')

/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.DRAWBRIDGE_DIST_DIR ?? '.next',
  reactStrictMode: true,
  poweredByHeader: false,
  // No picture needs it, and it would fetch our own paths for anybody who asks.
  images: { unoptimized: true },
  serverExternalPackages: ['pg', 'undici', 'pino'],
}

export default withNextIntl(config)
