/** Everything that makes n8n silent, local and complete in what it stores. */
function settings(userFolder: string, port: number, brokerPort: number): Record<string, string> {
	return {
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		// These nodes are not verified, and n8n 3 loads no others unless it is told to.
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		N8N_LOG_LEVEL: 'info',
		NO_COLOR: '1',
		// Under a flood on a slow machine n8n would take its busy main thread for a lost database.
		DB_PING_TIMEOUT_MS: '60000',
		EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all',
		EXECUTIONS_DATA_SAVE_ON_ERROR: 'all',
		EXECUTIONS_DATA_SAVE_MANUAL_EXECUTIONS: 'true',
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	};
}

/** What a child may inherit: not the settings of an n8n the user runs, nor the test runner's. */
function inherited(): Record<string, string> {
	const names = ['PATH', 'HOME', 'USER', 'LANG', 'TMPDIR', 'TZ'];
	return Object.fromEntries(
		names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
	);
}

/** The language of an n8n that is started for a person, where they have chosen one. */
export function chosenLanguage(): Record<string, string> {
	const { N8N_DEFAULT_LOCALE: language } = process.env;
	return language ? { N8N_DEFAULT_LOCALE: language } : {};
}

/** The public address of n8n's webhooks: by its name of today, and by the one it had up to 2.20. */
export function publicUrl(url: string): Record<string, string> {
	return { N8N_WEBHOOK_URL: url, WEBHOOK_URL: url };
}

/** What not every version takes: it ends at the name of a module that it does not know. */
function settingsOf(version: string): Record<string, string> {
	return isSince(version, 2, 30) ? { N8N_DISABLED_MODULES: 'mcp-registry' } : {};
}

/** Whether a version of n8n is this one or a later one. */
function isSince(version: string, major: number, minor: number): boolean {
	const [itsMajor, itsMinor] = version.split('.').map(Number);
	return itsMajor > major || (itsMajor === major && itsMinor >= minor);
}

/**
 * The environment of a process of an n8n of this version; `own` is stronger than the quiet settings
 * every one gets.
 */
export function environment(
	version: string,
	userFolder: string,
	port: number,
	brokerPort: number,
	own: Record<string, string> = {},
): Record<string, string> {
	return {
		...inherited(),
		...settings(userFolder, port, brokerPort),
		...settingsOf(version),
		...own,
	};
}
