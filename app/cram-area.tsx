import { cramAreaAction } from "#app/_actions/session.ts";

/** Behind one line: a form that begins to practise a whole area. */
export function CramArea({ area }: { area: { id: string; title: string } }) {
  return (
    <details className="mt-1 text-sm text-soft">
      <summary className="inline-block min-h-11 cursor-pointer py-3 hover:text-ink">
        Cram this area<span className="sr-only">: {area.title}</span>…
      </summary>
      <form action={cramAreaAction} className="flex flex-wrap items-center gap-3 pb-3">
        <input type="hidden" name="area" value={area.id} />
        <label className="flex items-center gap-2">
          for
          <input
            type="number"
            name="minutes"
            min={1}
            max={600}
            step={1}
            placeholder="any"
            className="min-h-11 w-20 rounded-control border border-line bg-card px-3 text-ink"
          />
          minutes
        </label>
        <button
          type="submit"
          className="min-h-11 cursor-pointer rounded-control border border-line bg-card px-4 font-medium text-ink"
        >
          Begin
        </button>
        <p className="basis-full">Asks everything, due or not; the schedule isn’t touched.</p>
      </form>
    </details>
  );
}
