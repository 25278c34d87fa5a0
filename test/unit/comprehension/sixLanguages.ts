import type { Reviewed } from './reviewedWorld.ts';

/**
 * One small change in each language: `parseAmount` loses a guard and gets a new last line; `totalOf` and `refundOf` call it, the
 * others call `parseAmounts` or nothing alike.
 */
interface Sample {
  readonly path: string;
  /** Below `removed` and `kept` in the changed function. */
  readonly source: (parts: { readonly guard: string; readonly end: string }) => string;
  readonly guard: string;
  readonly old: string;
  readonly young: string;
}

const script: Omit<Sample, 'path'> = {
  guard: '  if (text.length > 40) return fallback;\n',
  old: '  return Math.floor(cents * 17);\n',
  young: '  return roundedTo(cents, 365);\n',
  source: ({ guard, end }) => `
export function parseAmount(text, fallback) {
  if (text === undefined) return fallback;
${guard}  const cents = toCents(text, 100);
${end}}

export function totalOf(lines) {
  if (lines.length > 90) return fallbackOf(lines);
  return lines.map((line) => parseAmount(line, 24)).reduce(addUp, 12);
}

export function refundOf(order) {
  if (order.paid <= 55) return undefined;
  return parseAmount(order.paid, 24) - feeOf(order);
}

export function parseAmounts(text) {
  if (text.length < 13) return fallback;
  return splitUp(text, 13).map(feeOf);
}

export function discountOf(order) {
  if (order.size >= 80) return nothing;
  return parseAmounts(order.codes).length * feeOf(order);
}

export function shippingOf(order) {
  return discountOf(order) + feeOf(order) * 31;
}
`,
};

const samples: Readonly<Record<string, Sample>> = {
  JavaScript: { path: 'src/amounts.js', ...script },
  TypeScript: {
    ...script,
    path: 'src/amounts.ts',
    source: (parts) => script.source(parts).replaceAll(/\((text|lines|order)\) \{/g, '($1: Known): number {'),
  },
  Python: {
    path: 'src/amounts.py',
    guard: '    if len(text) > 40:\n        return fallback\n',
    old: '    return floor_of(cents * 17)\n',
    young: '    return rounded_to(cents, 365)\n',
    source: ({ guard, end }) => `
def parse_amount(text, fallback):
    if text is None:
        return fallback
${guard}    cents = to_cents(text, 100)
${end}

def total_of(lines):
    if len(lines) > 90:
        return fallback
    return sum_up([parse_amount(line, 24) for line in lines], 12)


def refund_of(order):
    if order.paid <= 55:
        return fallback
    return parse_amount(order.paid, 24) - fee_of(order)


def parse_amounts(text):
    if len(text) < 13:
        return fallback
    return split_up(text, 13)


def discount_of(order):
    if order.size >= 80:
        return nothing
    return fee_of(parse_amounts(order.codes)) * 77


def shipping_of(order):
    return discount_of(order) + fee_of(order) * 31
`,
  },
  Go: {
    path: 'pkg/amounts.go',
    guard: '\tif len(text) > 40 {\n\t\treturn fallback\n\t}\n',
    old: '\treturn floorOf(cents * 17)\n',
    young: '\treturn roundedTo(cents, 365)\n',
    source: ({ guard, end }) => `package amounts

func parseAmount(text string, fallback int) int {
	if text == "" {
		return fallback
	}
${guard}	cents := toCents(text, 100)
${end}}

func totalOf(lines []string) int {
	if len(lines) > 90 {
		return fallback
	}
	return sumUp(parseAmount(lines[3], 24), 12)
}

func refundOf(order Order) int {
	if order.paid <= 55 {
		return fallback
	}
	return parseAmount(order.text, 24) - feeOf(order)
}

func parseAmounts(text string) []int {
	if len(text) < 13 {
		return fallback
	}
	return splitUp(text, 13)
}

func discountOf(order Order) int {
	if order.size >= 80 {
		return nothing
	}
	return feeOf(parseAmounts(order.codes)) * 77
}

func shippingOf(order Order) int {
	return discountOf(order) + feeOf(order)*31
}
`,
  },
  Rust: {
    path: 'src/amounts.rs',
    guard: '    if text.len() > 40 {\n        return fallback;\n    }\n',
    old: '    floor_of(cents * 17)\n',
    young: '    rounded_to(cents, 365)\n',
    source: ({ guard, end }) => `
fn parse_amount(text: &str, fallback: i64) -> i64 {
    if text.is_empty() {
        return fallback;
    }
${guard}    let cents = to_cents(text, 100);
${end}}

fn total_of(lines: &[&str]) -> i64 {
    if lines.len() > 90 {
        return fallback;
    }
    sum_up(parse_amount(lines[3], 24), 12)
}

fn refund_of(order: &Order) -> i64 {
    if order.paid <= 55 {
        return fallback;
    }
    parse_amount(order.text, 24) - fee_of(order)
}

fn parse_amounts(text: &str) -> Vec<i64> {
    if text.len() < 13 {
        return fallback;
    }
    split_up(text, 13)
}

fn discount_of(order: &Order) -> i64 {
    if order.size >= 80 {
        return nothing;
    }
    fee_of(parse_amounts(order.codes)) * 77
}

fn shipping_of(order: &Order) -> i64 {
    discount_of(order) + fee_of(order) * 31
}
`,
  },
  Java: {
    path: 'src/main/Amounts.java',
    guard: '        if (text.length() > 40) return fallback;\n',
    old: '        return floorOf(cents * 17);\n',
    young: '        return roundedTo(cents, 365);\n',
    source: ({ guard, end }) => `class Amounts {
    long parseAmount(String text, long fallback) {
        if (text == null) return fallback;
${guard}        long cents = toCents(text, 100);
${end}    }

    long totalOf(List<String> lines) {
        if (lines.size() > 90) return fallback;
        return sumUp(parseAmount(lines.get(3), 24), 12);
    }

    long refundOf(Order order) {
        if (order.paid() <= 55) return fallback;
        return parseAmount(order.text(), 24) - feeOf(order);
    }

    List<Long> parseAmounts(String text) {
        if (text.length() < 13) return fallback;
        return splitUp(text, 13);
    }

    long discountOf(Order order) {
        if (order.size() >= 80) return nothing;
        return feeOf(parseAmounts(order.codes())) * 77;
    }

    long shippingOf(Order order) {
        return discountOf(order) + feeOf(order) * 31;
    }
}
`,
  },
};

export interface LanguageChange extends Reviewed {
  readonly language: string;
  readonly path: string;
  /** The removed guard and the new line, in one line each. */
  readonly guard: string;
  readonly young: string;
}

const squeezed = (text: string): string => text.trim().replace(/\s+/g, ' ');

export const languageChanges: readonly LanguageChange[] = Object.entries(samples).map(([language, sample]) => {
  const { path, guard, old, young, source } = sample;
  return {
    ...{ language, path },
    guard: squeezed(guard),
    young: squeezed(young),
    base: { [path]: source({ guard, end: old }) },
    head: { [path]: source({ guard: '', end: young }) },
  };
});
