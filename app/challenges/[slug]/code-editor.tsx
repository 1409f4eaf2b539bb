"use client";

import { indentLess, indentMore, indentWithTab, redo, undo } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { python } from "@codemirror/lang-python";
import { indentUnit } from "@codemirror/language";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { basicSetup } from "codemirror";
import { useEffect, useRef } from "react";
import type { Language } from "#lib/challenge/language.ts";
import { LANGUAGE_NAMES } from "../words.ts";
import { editorLook } from "./editor-look.ts";
import { faultyLine, setFaultyLine } from "./faulty-line.ts";

/** What the page can do to the editor. */
export interface EditorHandle {
  /** Puts another text in, which can be undone. */
  replace: (text: string) => void;
  goTo: (line: number) => void;
  focus: () => void;
  undo: () => void;
  redo: () => void;
  indent: () => void;
  outdent: () => void;
}

interface Props {
  language: Language;
  /** The text of a language when the editor shows it for the first time. */
  textOf: (language: Language) => string;
  vim: boolean;
  describedBy: string;
  onChange: (language: Language, text: string) => void;
  onReady: (handle: EditorHandle | null) => void;
}

const vimMode = new Compartment();

/** CodeMirror, with a text, a history and a cursor for each language. */
export function CodeEditor({ language, textOf, vim, describedBy, onChange, onReady }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef<{ view: EditorView; language: Language } | null>(null);
  const states = useRef<Partial<Record<Language, EditorState>>>({});
  const latest = useRef({ textOf, onChange });
  useEffect(() => {
    latest.current = { textOf, onChange };
  });

  useEffect(() => {
    const make = (doc: string) =>
      EditorState.create({
        doc,
        extensions: [
          vimMode.of([]),
          basicSetup,
          keymap.of([indentWithTab]),
          editorLook,
          faultyLine,
          nonceOfPage(),
          languageOf(language),
          EditorView.contentAttributes.of({
            "aria-label": `Your program in ${LANGUAGE_NAMES[language]}`,
            "aria-describedby": describedBy,
            spellcheck: "false",
            tabindex: "0",
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(language, update.state.doc.toString());
          }),
        ],
      });
    const state = states.current[language] ?? make(latest.current.textOf(language));
    const view = new EditorView({ state, parent: place.current ?? undefined });
    shown.current = { view, language };
    // What another tab wrote while another language was shown.
    replaceAll(view, latest.current.textOf(language));
    onReady(handleOf(view));
    const kept = states.current;
    return () => {
      kept[language] = view.state;
      view.destroy();
      shown.current = null;
      onReady(null);
    };
  }, [language, describedBy, onReady]);

  useEffect(() => {
    let current = true;
    async function set() {
      const mode = vim ? (await import("@replit/codemirror-vim")).vim() : [];
      if (current) shown.current?.view.dispatch({ effects: vimMode.reconfigure(mode) });
    }
    void set();
    return () => {
      current = false;
    };
    // Each language has a state of its own, which has to be told too.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [vim, language]);

  return <div ref={place} className="h-full" />;
}

function languageOf(language: Language): Extension {
  if (language === "python") return [python(), indentUnit.of("    ")];
  return [javascript({ typescript: true }), indentUnit.of("  ")];
}

/** Styles made by a script need the nonce of the page that was loaded, which later requests don't share. */
function nonceOfPage(): Extension {
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
  return nonce ? EditorView.cspNonce.of(nonce) : [];
}

function replaceAll(view: EditorView, text: string): void {
  if (view.state.doc.toString() === text) return;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: "input.replace" });
}

function handleOf(view: EditorView): EditorHandle {
  return {
    replace: (text) => replaceAll(view, text),
    goTo(line) {
      const { from } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      const effects = [setFaultyLine.of(line), EditorView.scrollIntoView(from, { y: "center" })];
      view.dispatch({ selection: { anchor: from }, effects });
      view.focus();
    },
    focus: () => view.focus(),
    undo: () => undo(view),
    redo: () => redo(view),
    indent: () => indentMore(view),
    outdent: () => indentLess(view),
  };
}
