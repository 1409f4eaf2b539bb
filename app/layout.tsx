import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { ScrollsByKeyboard } from "./_ui/scrolls-by-keyboard.tsx";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Epoch", template: "%s · Epoch" },
  description: "A daily drill for neural-network interviews",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfaf6" },
    { media: "(prefers-color-scheme: dark)", color: "#161514" },
  ],
};

/** Every page carries a script nonce of its own request, so none is rendered ahead of time. */
export const dynamic = "force-dynamic";

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        {children}
        <ScrollsByKeyboard />
      </body>
    </html>
  );
}
