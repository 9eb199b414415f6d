import type { Parameter, Point } from '@servo/search';
import { monthly, type NodeSettings, node, type Outcome, type ServiceSettings, service } from './formulas.ts';

/** One problem of AppTune-v0: p99 at most 150 ms, errors at most 1 %, at the lowest price. */
export interface Problem {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly running: Point;
  /** The lowest price of a configuration that truly meets the limits. */
  readonly optimum: number;
  readonly price: (point: Point) => number;
  readonly outcome: (point: Point) => Outcome;
}

/** Limits of every problem. */
export const LIMITS = { p99: 150, errors: 0.01 } as const;

/** Whether a configuration truly meets the limits. */
export function trulyFeasible({ p99, errors }: Outcome): boolean {
  return p99 <= LIMITS.p99 * 1.02 && errors <= LIMITS.errors;
}

/** The problems, by name; the number is that of their knobs. */
export const PROBLEMS = { A2: a2(), A3: a3(), A6: a6(), A10: a10() } as const satisfies Record<string, Problem>;

function a2(): Problem {
  const settings = (point: Point): ServiceSettings => ({
    cpu: Number(point['cpu']),
    mem: Number(point['mem']),
    rep: 2,
  });
  return {
    name: 'A2',
    parameters: [range('cpu', [0.25, 4, 0.125]), range('mem', [0.5, 6, 0.125])],
    running: { cpu: 3, mem: 4 },
    optimum: 54.53,
    price: (point) => monthly(settings(point)),
    outcome: (point) => service(settings(point)),
  };
}

function a3(): Problem {
  const settings = (point: Point): ServiceSettings => sized(point, '');
  return {
    name: 'A3',
    parameters: [...a2().parameters, range('rep', [1, 8, 1])],
    running: { cpu: 2, mem: 4, rep: 4 },
    optimum: 50.1,
    price: (point) => monthly(settings(point)),
    outcome: (point) => service(settings(point)),
  };
}

function a6(): Problem {
  const settings = (point: Point): ServiceSettings => serviceSettings(point);
  return {
    name: 'A6',
    parameters: serviceParameters(),
    running: { cpu: 2, mem: 4, rep: 4, heapf: 0.5, gc: 'g1', thr: 200 },
    optimum: 49.88,
    price: (point) => monthly(settings(point)),
    outcome: (point) => service(settings(point)),
  };
}

function a10(): Problem {
  const front = (point: Point): NodeSettings => ({ ...sized(point, 'node.'), wrk: Number(point['node.wrk']) });
  return {
    name: 'A10',
    parameters: [
      range('node.cpu', [0.25, 4, 0.25]),
      range('node.mem', [0.25, 2, 0.125]),
      range('node.rep', [1, 8, 1]),
      range('node.wrk', [1, 8, 1]),
      ...serviceParameters(),
    ],
    running: { 'node.cpu': 2, 'node.mem': 1, 'node.rep': 3, 'node.wrk': 2, ...a6().running },
    optimum: 85.6,
    price: (point) => monthly(front(point)) + monthly(serviceSettings(point)),
    outcome: (point) => {
      const [first, second] = [node(front(point)), service(serviceSettings(point))];
      return { p99: first.p99 + second.p99, errors: first.errors + second.errors };
    },
  };
}

function serviceParameters(): readonly Parameter[] {
  return [
    range('cpu', [0.25, 4, 0.25]),
    range('mem', [0.5, 8, 0.25]),
    range('rep', [1, 8, 1]),
    range('heapf', [0.4, 0.85, 0.05]),
    { kind: 'choice', name: 'gc', values: ['serial', 'parallel', 'g1', 'zgc'] },
    range('thr', [8, 200, 8]),
  ];
}

function serviceSettings(point: Point): ServiceSettings {
  return { ...sized(point, ''), heapf: Number(point['heapf']), gc: String(point['gc']), thr: Number(point['thr']) };
}

function sized(point: Point, prefix: string): Pick<ServiceSettings, 'cpu' | 'mem' | 'rep'> {
  return { cpu: Number(point[`${prefix}cpu`]), mem: Number(point[`${prefix}mem`]), rep: Number(point[`${prefix}rep`]) };
}

function range(name: string, [min, max, step]: readonly [number, number, number]): Parameter {
  return { kind: 'range', name, min, max, step };
}
