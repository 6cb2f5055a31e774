import "./refuse-old-node.ts";

export { Cluster, type ClusterArgs } from "./components/cluster.ts";
export { Database, type DatabaseArgs } from "./components/database.ts";
export type { DatabaseAccess } from "./components/database-access.ts";
export { Discuz, type DiscuzArgs } from "./components/discuz.ts";
export type { HealthCheck } from "./components/health-check.ts";
export { HostSetup, type HostSetupArgs } from "./components/host-setup.ts";
export type { Inputs } from "./components/inputs.ts";
export {
	ObjectCache,
	type ObjectCacheArgs,
} from "./components/object-cache.ts";
export type { ReadsArgs } from "./components/reads.ts";
export {
	SessionStore,
	type SessionStoreArgs,
} from "./components/session-store.ts";
export {
	SharedStorage,
	type SharedStorageArgs,
} from "./components/shared-storage.ts";
export { SmokeTest, type SmokeTestArgs } from "./components/smoke-test.ts";
export {
	type SiteArgs,
	Website,
	type WebsiteArgs,
} from "./components/website.ts";
export { WordPress } from "./components/wordpress.ts";
export type { WordPressArgs } from "./components/wordpress-args.ts";
export type { ClusterDeclaration } from "./model/declaration.ts";
export type { HostConnection } from "./model/host.ts";
export { type ArticleArgs, article } from "./smoke/article.ts";
export type { CheckResult } from "./smoke/check.ts";
export { control } from "./smoke/control.ts";
export { type FailoverArgs, failover } from "./smoke/failover.ts";
export { outage } from "./smoke/outage.ts";
export type { OutageArgs } from "./smoke/outage-shapes.ts";
export { type ReadBackArgs, readBack } from "./smoke/read-back.ts";
export { type RegisterArgs, register } from "./smoke/register.ts";
export { type SessionArgs, session } from "./smoke/session.ts";
export { type SpreadArgs, spread } from "./smoke/spread.ts";
export { type StickyArgs, sticky } from "./smoke/sticky.ts";
export type { DeclaredApp } from "./smoke/web-app.ts";
