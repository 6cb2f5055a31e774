import { hostText, joined, type Text } from "../model/host-text.ts";
import { renderTemplate } from "./template.ts";

/** Settings of php.ini within a virtual host, for PHP as a module and by php-fpm. Empty where there are none. */
export function phpLines(settings: readonly (readonly [string, Text])[]): Text {
	return settings.length === 0
		? ""
		: renderTemplate("httpd/php-settings", {
				settings: settings.map(([key, value]) => ({ key, value })),
				inOne: joined(
					settings.map(([key, value]) => hostText`${key}=${value}`),
					"\\n",
				),
			});
}
