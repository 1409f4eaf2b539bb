import type { NextConfig } from "next";

const headers = [
  // Both together make pages cross-origin isolated, which shared memory between workers needs.
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Embedder-Policy", value: "require-corp" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  {
    key: "Permissions-Policy",
    value:
      "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), " +
      "hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
  },
];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native code and files read beside the module: neither survives bundling.
  serverExternalPackages: ["@libsql/client", "@prisma/adapter-libsql", "@prisma/client", "libsql"],
  // `npm run check` checks types; a start should neither wait for it nor fail on it.
  typescript: { ignoreBuildErrors: true },
  // Documents up to 5 MB can be imported.
  experimental: { serverActions: { bodySizeLimit: "6mb" } },
  headers: async () => [{ source: "/:path*", headers }],
};

export default config;
