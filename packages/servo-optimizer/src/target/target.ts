import { type Adjustment, adjustment, ConfigurationError, type Description, type SettingValue } from '@servo/core';
import type { Settings } from '@servo/core/wire';
import { Lattice, type Point } from '@servo/search';
import { isTunable, settingParameter, settingProblem } from './setting-parameter.js';
import { type SettingPlace, settingPlaces } from './setting-place.js';

/** What a study may change, as the servo described it. */
export class Target {
  /** The settings that the search moves. */
  readonly tunables: readonly SettingPlace[];
  /** Present values of all other settings, as far as they are known. */
  readonly fixed: Settings;
  /** Present values of the tunable settings. */
  readonly present: Settings;
  /** Every configuration that can be tried. */
  readonly lattice: Lattice;

  /**
   * @throws {@link ConfigurationError} `SETTINGS_MISSING` when nothing can be adjusted, `SETTING_INVALID` when a setting
   * cannot be searched.
   */
  constructor(description: Pick<Description, 'components'>) {
    const places = settingPlaces(description);
    this.tunables = places.filter(isTunable);
    if (this.tunables.length === 0) throw nothingToAdjust(places);
    const problems = this.tunables.map(settingProblem).filter((problem) => problem !== undefined);
    if (problems.length > 0) throw new ConfigurationError(problems, { code: 'SETTING_INVALID' });
    this.fixed = valuesOf(places.filter((place) => !isTunable(place)));
    this.present = valuesOf(this.tunables);
    this.lattice = new Lattice(this.tunables.map(settingParameter));
  }

  /** The point of the lattice's space that a configuration is. */
  point(settings: Settings): Point {
    return Object.fromEntries(
      this.tunables.map(({ path, setting }) => {
        const value = settings[path] ?? '';
        return [path, setting.type === 'enum' ? String(value) : Number(value)];
      }),
    );
  }

  /** The configuration that a point stands for. */
  settings(point: Point): Settings {
    return Object.fromEntries(this.tunables.map((place) => [place.path, valueAt(place, point)]));
  }

  /** What to tell the servo so that it has this configuration. */
  adjustments(settings: Settings): readonly Adjustment[] {
    return this.tunables.flatMap(({ path, component, setting }) => {
      const value = settings[path];
      return value === undefined ? [] : [adjustment(component, setting.name, value)];
    });
  }

  /** Whether two configurations are the same. */
  same(left: Settings, right: Settings): boolean {
    return this.tunables.every(({ path }) => sameValue(left[path], right[path]));
  }
}

/** Whether two values of a setting are the same; numbers may have gone through text and back. */
export function sameValue(left: SettingValue | undefined, right: SettingValue | undefined): boolean {
  if (typeof left !== 'number' || typeof right !== 'number') return left === right;
  return Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(left), Math.abs(right));
}

function valuesOf(places: readonly SettingPlace[]): Settings {
  return Object.fromEntries(
    places.flatMap(({ path, setting }) => (setting.value === undefined ? [] : [[path, setting.value]])),
  );
}

function valueAt({ path, setting }: SettingPlace, point: Point): SettingValue {
  const value = point[path] ?? '';
  return setting.type === 'enum' ? (setting.values.find((each) => String(each) === value) ?? value) : value;
}

function nothingToAdjust(places: readonly SettingPlace[]): ConfigurationError {
  const found = places.length === 0 ? 'no component with settings' : places.map(({ path }) => path).join(', ');
  return new ConfigurationError(
    [
      {
        message: 'there is no setting to adjust',
        expected: 'a setting that is not pinned and has more than one value',
        found,
        hint: 'give a connector a component with settings, or unpin one',
      },
    ],
    { code: 'SETTINGS_MISSING' },
  );
}
