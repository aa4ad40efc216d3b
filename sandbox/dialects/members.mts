/** Members that hold a day, or a day and a time, in China. */
export const DATES = [
	'BeginTime',
	'EndTime',
	'Time',
	'BeginEffectiveTime',
	'EndEffectiveTime',
	'CheckTime',
] as const;

/** Members that hold a time of day in answers. */
export const TIMES_SHOWN = ['SeatsStartTime', 'SeatsEndTime', 'BookingTime'] as const;

/** Members that hold a time of day in requests. */
export const TIMES_ASKED = ['BeginPlayTime', 'EndPlayTime'] as const;
