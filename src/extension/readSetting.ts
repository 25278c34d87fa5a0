import { workspace } from 'vscode';
import { type SettingId, type SettingValue, settingTable } from './settings.ts';

/** The value of a setting now; its default where somebody has written something that it cannot be. */
export function readSetting<S extends SettingId>(id: S): SettingValue<S> {
  const row: { readonly default: string | boolean; readonly enum?: readonly string[] } = settingTable[id];
  const value: unknown = workspace.getConfiguration().get(id);
  const fits = typeof value === 'string' ? (row.enum?.includes(value) ?? true) : typeof value === 'boolean';
  return (fits && typeof value === typeof row.default ? value : row.default) as SettingValue<S>;
}
