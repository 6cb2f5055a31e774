export { Cluster, type ClusterArgs } from "./components/cluster.ts";
export type { Inputs } from "./components/inputs.ts";
export { SmokeTest, type SmokeTestArgs } from "./components/smoke-test.ts";
export type { ClusterDeclaration } from "./model/declaration.ts";
export type { HostConnection } from "./model/host.ts";
export type { CheckResult } from "./smoke/check.ts";
export { type SpreadArgs, spread } from "./smoke/spread.ts";
export { type StickyArgs, sticky } from "./smoke/sticky.ts";
