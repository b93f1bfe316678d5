import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { html, type Html } from "./page.js";

use([
  BarChart,
  CustomChart,
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  TitleComponent,
  SVGRenderer,
]);

const SIZE = { width: 640, height: 300 };
const FONT = { fontFamily: "sans-serif", fontSize: 12, color: "#000" };

/** What a chart is drawn from. */
export type ChartOption = Parameters<ReturnType<typeof init>["setOption"]>[0];

/** A chart as SVG: no script, no animation, every style as an attribute, so that a strict page shows it. */
export function renderChart(title: string, option: ChartOption): Html {
  const chart = init(null, null, { renderer: "svg", ssr: true, ...SIZE });
  chart.setOption({
    animation: false,
    textStyle: FONT,
    grid: { left: 60, right: 20, top: 30, bottom: 50 },
    ...option,
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return html`<figure class="keep"><figcaption>${title}</figcaption>${{ html: svg }}</figure>`;
}
