import type { INodeParameters } from 'n8n-workflow';

import { inputFailure } from '../../fotor/failure';
import { parseAddressList, type AddressList } from '../../fotor/webhook/addresses';
import { parseTypes, type Filter } from '../../fotor/webhook/events';

/** The trigger's settings, as read from the form. */
export interface TriggerSettings {
	filter: Filter;
	verifies: boolean;
	onVerificationUnavailable: 'emit' | 'reject';
	/** Undefined if calls from any IP address are allowed. */
	allowlist?: AddressList;
	/** Undefined if calls need no secret. */
	token?: string;
	deduplicates: boolean;
	/** Only verified results are downloaded, because a forged URL could point into the user's own network. */
	downloads: boolean;
	outputField: string;
}

/** Calls `getNodeParameter`, which exists in both webhook and hook contexts. */
export type ReadParameter = (name: string, fallback: unknown) => unknown;

/**
 * Reads the form.
 * @param saved the parameters as saved, with unevaluated expressions
 * @throws Failure if an expression returns a value that can't be used, because ignoring it could turn a check off
 */
export function readSettings(read: ReadParameter, saved: INodeParameters): TriggerSettings {
	const options = (read('options', {}) ?? {}) as Record<string, unknown>;
	const source = (saved.options ?? {}) as Record<string, unknown>;
	const text = (name: string, label: string) => textOption(options, source, name, label);
	const addresses = text('ipAllowlist', 'IP Allowlist');
	const token = text('token', 'Secret');
	const types = text('taskTypes', 'Task Types');
	const outputField = text('outputBinaryProperty', 'Put Output File in Field');
	return {
		filter: { events: listOf(read('events', [])), types: parseTypes(types ?? '') },
		verifies: read('verifyWithApi', true) !== false,
		onVerificationUnavailable:
			read('onVerificationUnavailable', 'reject') === 'emit' ? 'emit' : 'reject',
		allowlist: addresses ? parseAddressList(addresses) : undefined,
		token,
		deduplicates: options.deduplicate !== false,
		downloads: options.downloadResult === true,
		outputField: outputField?.trim() || 'data',
	};
}

/**
 * Checks the settings when the workflow is activated.
 * @throws Failure if the settings would make every call fail
 */
export function checkSettings({ filter, allowlist }: TriggerSettings): void {
	if (filter.events.length === 0) {
		throw inputFailure(
			"'Trigger On' is empty, so no call can start the workflow",
			"Choose at least one event in 'Trigger On'.",
		);
	}
	if (allowlist && allowlist.networks.length + allowlist.malformed.length === 0) {
		throw inputFailure(
			"'IP Allowlist' contains no IP addresses, so it would refuse every call",
			'Enter IP addresses or networks, separated by commas, or remove the option.',
		);
	}
	if (allowlist?.malformed.length) {
		throw inputFailure(
			`'IP Allowlist' contains entries that are neither IP addresses nor networks: ${allowlist.malformed.join(', ').slice(0, 200)}`,
			"Enter IP addresses such as 192.0.2.7, or networks such as 192.0.2.0/24 or 2001:db8::/32, separated by commas. Host names can't be used.",
		);
	}
}

/**
 * An option's text. Undefined if the option hasn't been added or is empty.
 * @throws Failure if an expression returns empty text, or a value that isn't text
 */
function textOption(
	options: Record<string, unknown>,
	source: Record<string, unknown>,
	name: string,
	label: string,
): string | undefined {
	if (!(name in options)) return undefined;
	const value = options[name];
	if (typeof value === 'string' && value !== '') return value;
	if (value === '' && !source[name]) return undefined;
	throw inputFailure(
		`'${label}' must be text and can't be empty`,
		`Check the expression in '${label}', or remove the option.`,
	);
}

function listOf(value: unknown): string[] {
	return (Array.isArray(value) ? value : [value]).filter((entry) => typeof entry === 'string');
}
