import type { ButtonHTMLAttributes } from "react";
import { Key } from "./key.tsx";

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { hint?: string };

const shape = "min-h-11 cursor-pointer rounded-control font-medium disabled:cursor-default disabled:opacity-50";

/** The one strong action of a page. */
export function PrimaryButton({ hint, className = "", children, ...props }: Props) {
  return (
    <button type="button" {...props} className={`${shape} bg-accent px-5 py-2.5 text-on-accent ${className}`}>
      {children}
      {hint && <Key name={hint} onAccent />}
    </button>
  );
}

/** Everything else one can do. */
export function QuietButton({ hint, className = "", children, ...props }: Props) {
  return (
    <button type="button" {...props} className={`${shape} px-3 py-2.5 text-soft hover:text-ink ${className}`}>
      {children}
      {hint && <Key name={hint} />}
    </button>
  );
}
