/** What the proxy before the two stages of a healthy pool writes, and how a part of it goes wrong for a while. */
import { type Course, counterValues, gaugeValues, type InputSeries, type Timeline } from './series';

export function stageProxyInput(pod: string, time: Timeline, trouble: Readonly<Record<string, Partial<Course>>>): InputSeries[] {
  const place = `namespace="research",pod="${pod}",container="vllm-router"`;
  const counter = (name: string, labels: string, course: string, healthy: number) => ({
    series: `vllm_router_pd_${name}_total{${place}${labels}}`,
    values: counterValues({ healthy, ...trouble[course] }, time),
  });
  return [
    { series: `up{${place}}`, values: gaugeValues({ healthy: 1, ...trouble['up of the proxy'] }, time) },
    counter('requests', ',route="/v1/chat/completions"', 'requests', 10),
    counter('prefill_errors', ',worker="http://10.0.0.1:8000"', 'prompts failed', 0.1),
    counter('decode_errors', ',worker="http://10.0.0.2:8000"', 'answers failed', 0),
    // A healthy proxy has never counted one, and so writes none.
    ...(trouble['unplaced'] === undefined ? [] : [counter('errors', ',error_type="server_selection"', 'unplaced', 0)]),
  ];
}
