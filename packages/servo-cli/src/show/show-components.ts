import type { Setting } from '@servo/core';
import { formatSetting } from '../output/format-setting.js';
import { table } from '../output/table.js';
import { describedBy, type Show } from './shown.js';

/** Shows what can be adjusted: each component with its settings, by name, and the connector that adjusts it. */
export const showComponents: Show = async (context) => {
  const components = (await describedBy('components', context)).map(({ connector, item: { name, settings } }) => ({
    component: name,
    connector,
    settings: settings.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  }));
  const rows = components.map(({ component, connector, settings }) => [
    component,
    settings.map(settingText).join('\n'),
    connector,
  ]);
  return {
    facts: { components },
    lines: (columns) =>
      rows.length === 0 ? ['Nothing can be adjusted.'] : table(['component', 'settings', 'connector'], rows, columns),
  };
};

function settingText(setting: Setting): string {
  const [value, range] = formatSetting(setting);
  return `${setting.name}=${value} (${range})`;
}
