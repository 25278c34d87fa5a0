import type { IterationView } from '../../model/runView.ts';
import type { PassDetail } from '../../protocol/runPageView.ts';
import { plainLine } from '../plainText.ts';
import { judgeWords, placeOf, shownWords } from '../runs/iterationFacts.ts';

/** What an iteration came to, beside its checks. */
export function passOf({ number, reasons, maker, defects, verdict, account, steps }: IterationView): PassDetail {
  return {
    number,
    reasons: [...reasons],
    ...(maker === undefined ? {} : { maker: makerOf(maker) }),
    ...(defects === undefined
      ? {}
      : {
          defects:
            defects?.map((defect) => ({
              severity: defect.severity,
              place: plainLine(placeOf(defect)),
              title: defect.title,
              shown: shownWords(defect, steps),
            })) ?? null,
        }),
    ...(verdict === undefined
      ? {}
      : { judge: { passed: verdict.passed, words: judgeWords(verdict), reasons: [...verdict.reasons] } }),
    warnings: [...(account?.warnings ?? [])],
  };
}

function makerOf({ agent, status, summary, tried }: NonNullable<IterationView['maker']>): PassDetail['maker'] {
  return { agent, failed: status === 'failed', summary, ...(tried === undefined ? {} : { tried }) };
}
