// The pages of measuring: charts that can be read, links that can be copied.
import { watchCharts } from "./lib/charts.js";

watchCharts();
