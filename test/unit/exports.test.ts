import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import ts from "typescript";

// What users may import: a name that goes, or comes by accident, is a change of the public API.
const publicNames = {
	"../../src/index.ts": [
		"ArticleArgs (type)",
		"CheckResult (type)",
		"Cluster",
		"ClusterArgs (type)",
		"ClusterDeclaration (type)",
		"Database",
		"DatabaseAccess (type)",
		"DatabaseArgs (type)",
		"DeclaredApp (type)",
		"Discuz",
		"DiscuzArgs (type)",
		"FailoverArgs (type)",
		"HealthCheck (type)",
		"HostConnection (type)",
		"HostSetup",
		"HostSetupArgs (type)",
		"Inputs (type)",
		"ObjectCache",
		"ObjectCacheArgs (type)",
		"OutageArgs (type)",
		"ReadBackArgs (type)",
		"ReadsArgs (type)",
		"RegisterArgs (type)",
		"SessionArgs (type)",
		"SessionStore",
		"SessionStoreArgs (type)",
		"SharedStorage",
		"SharedStorageArgs (type)",
		"SiteArgs (type)",
		"SmokeTest",
		"SmokeTestArgs (type)",
		"SpreadArgs (type)",
		"StickyArgs (type)",
		"Website",
		"WebsiteArgs (type)",
		"WordPress",
		"WordPressArgs (type)",
		"article",
		"control",
		"failover",
		"outage",
		"readBack",
		"register",
		"session",
		"spread",
		"sticky",
	],
	"../../src/lab/index.ts": ["LabDefinition (type)", "defineLab", "lab"],
	// what the text of the provider calls, which is kept in users' states
	"../../src/provider/provider.ts": [
		"check",
		"configure",
		"create",
		"delete",
		"diff",
		"read",
		"update",
	],
};

for (const [path, names] of Object.entries(publicNames))
	test(path.replace("../../", ""), () => {
		assert.deepEqual(exportsOf(new URL(path, import.meta.url)).sort(), names);
	});

/** The names as written: by reading alone, as loading the provider would begin its life. */
function exportsOf(file: URL): string[] {
	const source = ts.createSourceFile(
		file.pathname,
		readFileSync(file, "utf8"),
		ts.ScriptTarget.Latest,
	);
	return source.statements.flatMap((statement) => {
		if (ts.isExportDeclaration(statement)) {
			const { exportClause, isTypeOnly } = statement;
			assert.ok(exportClause && ts.isNamedExports(exportClause), "no star");
			return exportClause.elements.map(({ name, isTypeOnly: alone }) =>
				isTypeOnly || alone ? `${name.text} (type)` : name.text,
			);
		}
		const exported =
			ts.canHaveModifiers(statement) &&
			ts
				.getModifiers(statement)
				?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
		if (!exported) return [];
		if (
			ts.isInterfaceDeclaration(statement) ||
			ts.isTypeAliasDeclaration(statement)
		)
			return [`${statement.name.text} (type)`];
		if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
			return [statement.name?.text ?? "default"];
		if (ts.isVariableStatement(statement))
			return statement.declarationList.declarations.map((declaration) =>
				declaration.name.getText(source),
			);
		throw new Error(
			`an export of an unknown kind: ${statement.getText(source)}`,
		);
	});
}
