import { type ReactNode, useEffect, useRef } from "react";

interface Props {
  open: boolean;
  title: string;
  onClose: () => void;
  className?: string;
  children: ReactNode;
}

/** A dialog above the page; Escape closes it and the focus goes back to where it was. */
export function Dialog({ open, title, onClose, className = "max-w-[480px]", children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      aria-label={title}
      className={`m-auto w-[calc(100vw-2rem)] rounded-card border border-line bg-card p-6 text-ink backdrop:bg-black/30 ${className}`}
    >
      <h2 className="font-semibold">{title}</h2>
      {children}
    </dialog>
  );
}
