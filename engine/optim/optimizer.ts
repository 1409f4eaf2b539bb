import { ArgumentError } from "../errors.ts";
import { assign } from "../autograd.ts";
import { everyTime, gaveNumbers } from "../repetition.ts";
import { scope } from "../scope.ts";
import { noGrad } from "../tape.ts";
import { Tensor, type TensorLike } from "../tensor.ts";
import { FusedUpdates, type Together } from "./fused-update.ts";
import { OwnedStates } from "./owned-states.ts";
import { type OptimizerSnapshot, restoreSnapshot, takeSnapshot } from "./snapshot.ts";

/** What every optimizer can be told of a group of parameters. */
export interface CommonSettings {
  /** The learning rate. */
  lr: number;
}

/** Parameters with settings of their own, free to change between steps, as PyTorch's `param_groups`. */
export type ParameterGroup<Settings> = Settings & { readonly params: readonly Tensor[] };

/** What an optimizer is made for: parameters, or groups of them whose options override the common ones. */
export type ParameterList<Options> = readonly Tensor[] | readonly (Options & { readonly params: readonly Tensor[] })[];

/** What an optimizer remembers of a parameter: numbers, tensors of the parameter's shape, and null for neither. */
export type Memory<State> = { readonly [Name in keyof State]: number | Tensor | null };

/** How many steps a parameter has taken, as part of what is remembered of it. */
export interface Counted {
  readonly t: number;
}

/** The numbers of a step as its rule gets them. */
export type Given<Numbers> = { readonly [Name in keyof Numbers]: TensorLike };

/** Makes steps from gradients: `zeroGrad`, then `backward`, then `step`. */
export interface Optimizer<State, Settings extends CommonSettings = CommonSettings> {
  /** Changes every parameter that has a gradient. */
  step(): void;
  /** Forgets the gradients of all parameters. */
  zeroGrad(): void;
  /** The groups of parameters, a single one if none were named. */
  readonly groups: readonly ParameterGroup<Settings>[];
  /**
   * The learning rate of all groups, free to change between steps. Throws an ArgumentError when read while groups have
   * different ones.
   */
  learningRate: number;
  /** What is remembered of a parameter, null before its first step. */
  state(parameter: Tensor): State | null;
  /** Everything a run needs to go on later: what is remembered of each parameter, and the groups' settings. */
  state(): OptimizerSnapshot<State, Settings>;
  /** Goes on from what was remembered of a parameter elsewhere. */
  load(parameter: Tensor, state: State): void;
  /**
   * Goes on from a snapshot. Throws an ArgumentError, a ShapeError or a BackendError, changing nothing, if it is of other
   * parameters.
   */
  load(snapshot: OptimizerSnapshot<State, Settings>): void;
}

/** What makes an optimizer. */
export interface Method<State, Settings, Options, Numbers> {
  /** Fills in defaults and checks the options of one group. */
  settle(options: Options): Settings;
  /** Whether the numbers change with the step t, and not with the settings alone. */
  readonly isTimed: boolean;
  /** All numbers that the rule needs in a parameter's step t = 1, 2, …: what changes from one step to the next is here alone. */
  numbers(settings: Settings, t: number): Numbers;
  /**
   * One parameter's step: its new values and what to remember, from the value, the gradient and the memory. Made of
   * elementwise operations on tensors of the parameter's shape, so that fast backends can carry it out in one pass. The
   * settings only say what is computed, by whether they are true or false, 0 or not.
   */
  update(
    value: Tensor,
    gradient: Tensor,
    state: State | null,
    numbers: Given<Numbers>,
    settings: Settings,
  ): { readonly value: Tensor; readonly state: Omit<State, "t"> };
}

/**
 * An optimizer from the rule for one parameter. Throws an ArgumentError for a learning rate below 0, for no parameters, and
 * for one named twice.
 */
export function makeOptimizer<
  State extends Memory<State> & Counted,
  Settings extends CommonSettings,
  Options extends Partial<Settings>,
  Numbers,
>(
  parameters: ParameterList<Options>,
  options: Options,
  method: Method<State, Settings, Options, Numbers>,
): Optimizer<State, Settings> {
  const groups = toGroups(parameters).map(({ params, ...own }): ParameterGroup<Settings> => {
    const settings = method.settle({ ...options, ...own });
    requireAtLeastZero("lr", settings.lr);
    return { ...settings, params };
  });
  const all = groups.flatMap(({ params }) => params);
  if (all.length === 0) throw new ArgumentError("an optimizer needs at least one parameter, got none");
  if (new Set(all).size < all.length) {
    const twice = all.findIndex((parameter, i) => all.indexOf(parameter) < i);
    throw new ArgumentError(`parameter ${twice} ${all[twice].label ?? ""} is named twice: an optimizer steps it once`);
  }

  const states = new OwnedStates<State>();
  const updates = new FusedUpdates<State, Settings, Numbers>(method);
  const stepOf = (parameter: Tensor, together: Together<Settings, Numbers>): void =>
    scope(() => {
      const gradient = (parameter.ownGradient as Tensor).detach();
      const after = updates.carryOut(parameter.detach(), gradient, states.get(parameter), together);
      assign(parameter, after.value);
      states.set(parameter, { ...after.state, t: together.t } as State);
    });
  return {
    groups,
    step() {
      const steps = groups.flatMap((group) => togetherIn<State, Settings, Numbers>(group, states));
      const count = (replays: number): void => {
        for (const together of steps) {
          together.t += replays || 1;
          together.numbers = method.numbers(together.settings, together.t);
          Object.assign(together.values, Object.values(together.numbers as object));
          if (replays > 0) for (const parameter of together.parameters) states.count(parameter, together.t);
        }
      };
      everyTime({ run: count, renewed: steps.map(({ values }) => values), isAlike: () => !method.isTimed });
      noGrad(() => {
        for (const together of steps) for (const parameter of together.parameters) stepOf(parameter, together);
      });
      gaveNumbers(states);
    },
    zeroGrad() {
      for (const parameter of all) parameter.grad = null;
    },
    get learningRate() {
      const rates = groups.map(({ lr }) => lr);
      if (rates.some((rate) => rate !== rates[0])) {
        throw new ArgumentError(
          `the groups have different learning rates (${rates.join(", ")}): read them from groups`,
        );
      }
      return rates[0];
    },
    set learningRate(rate) {
      for (const group of groups) group.lr = rate;
    },
    state: ((parameter?: Tensor) =>
      parameter === undefined ? takeSnapshot(groups, states) : states.show(parameter)) as Optimizer<
      State,
      Settings
    >["state"],
    load(what: Tensor | OptimizerSnapshot<State, Settings>, state?: State) {
      if (!(what instanceof Tensor)) restoreSnapshot(what, groups, states);
      else if (state !== undefined) states.set(what, state);
    },
  };
}

// The parameters of a group that have a gradient, by the number of steps they have taken.
function togetherIn<State extends Counted, Settings, Numbers>(
  group: ParameterGroup<Settings>,
  states: OwnedStates<State>,
): Together<Settings, Numbers>[] {
  const byCount = new Map<number, Together<Settings, Numbers> & { readonly parameters: Tensor[] }>();
  for (const parameter of group.params) {
    if (parameter.ownGradient === null) continue;
    const t = states.get(parameter)?.t ?? 0;
    let together = byCount.get(t);
    if (together === undefined) {
      together = { settings: group, t, parameters: [], numbers: null, values: [] };
      byCount.set(t, together);
    }
    together.parameters.push(parameter);
  }
  return [...byCount.values()];
}

function toGroups<Options>(
  parameters: ParameterList<Options>,
): readonly (Options & { readonly params: readonly Tensor[] })[] {
  const isList = (list: ParameterList<Options>): list is readonly Tensor[] => list[0] instanceof Tensor;
  return isList(parameters) ? [{ params: parameters } as Options & { readonly params: readonly Tensor[] }] : parameters;
}

export function requireAtLeastZero(name: string, value: number): void {
  if (!(value >= 0)) throw new ArgumentError(`${name} needs to be 0 or more, got ${value}`);
}

/** Throws an ArgumentError unless 0 ≤ value < 1, as decay rates of running means need. */
export function requireDecay(name: string, value: number): void {
  if (!(value >= 0 && value < 1)) throw new ArgumentError(`${name} needs to be in [0, 1), got ${value}`);
}
