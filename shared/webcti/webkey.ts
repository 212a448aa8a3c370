import SparkMD5 from 'spark-md5';

/**
 * Key of one day (WEBCTI2 chapter 1): lower-case hex MD5 of the platform's web key followed by the platform's date.
 * `date` is `yyyy-mm-dd` of the platform's own clock and zone, see `platformDate`.
 */
export const webKey = (platformKey: string, date: string): string => SparkMD5.hash(platformKey + date);
