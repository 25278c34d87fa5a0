import { quietHoursPattern } from './notices/quietHours.ts';

/** A setting as package.json describes it. */
interface SettingRow {
  readonly type: 'string' | 'boolean' | 'number';
  readonly markdownDescription: string;
  readonly default: string | boolean | number;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly pattern?: string;
  readonly patternErrorMessage?: string;
  readonly scope: 'application' | 'machine' | 'window' | 'resource';
}

/** Every setting there is. What the run time reads comes from here, and so does package.json. It imports nothing of VS Code. */
export const settingTable = {
  'loopwright.notifications': {
    type: 'string',
    enum: ['needed', 'all', 'off'],
    enumDescriptions: [
      'When a run waits for a person, failed or gave up.',
      'Also when a run delivered by itself, or found nothing to do.',
      'None. What waits stands in the Inbox, whose badge counts it, and in the status bar.',
    ],
    default: 'needed',
    markdownDescription:
      'Which runs are told of: those that this window started, and those that started by themselves. Each is told once, in one window.',
    scope: 'window',
  },
  'loopwright.quietHours': {
    type: 'string',
    default: '',
    pattern: quietHoursPattern,
    patternErrorMessage: 'Write two times of day, as 22:00-07:00, or nothing.',
    markdownDescription:
      'Hours without notifications, in the time of this machine, as `22:00-07:00`. What came meanwhile stands in the Inbox, whose badge counts it.',
    scope: 'window',
  },
  'loopwright.expectBeforeDiff': {
    type: 'boolean',
    default: false,
    markdownDescription:
      'Ask what you expect of a change before its diff opens, and show then what is other, in reviews of every loop. Loops with a comprehension gate always ask; you can skip it.',
    scope: 'window',
  },
  'loopwright.showOwedLines': {
    type: 'boolean',
    default: false,
    markdownDescription:
      'Mark files, and in editors the functions, for which you owe lines: they landed, and you have not shown to understand them.',
    scope: 'window',
  },
} as const satisfies Record<string, SettingRow>;

export type SettingId = keyof typeof settingTable;

/** The type of a setting's value: one of its choices where it has some. */
export type SettingValue<S extends SettingId> = (typeof settingTable)[S] extends { readonly enum: readonly (infer E)[] }
  ? E
  : (typeof settingTable)[S]['default'] extends boolean
    ? boolean
    : string;
