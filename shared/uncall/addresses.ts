import type { Address } from './catalogue';

/** The five HTTP addresses. No authentication is described for any of them: the network must protect them. */
export const addresses = {
  wsdl: {
    section: '2.1',
    path: 'uncall_api/index.php',
    method: 'GET',
    purpose: { en: 'Description of the SOAP service', zh: 'SOAP 服务描述（WSDL）' },
    mutates: false,
    query: { wsdl: { fixed: '', about: { en: 'bare word', zh: '仅写名称' } } },
    answers: 'wsdl',
  },
  uploadForm: {
    section: '4.2',
    path: 'uncall_api/recording_files.php',
    method: 'multipart',
    purpose: { en: 'Uploads a voice file as a browser form does', zh: '以表单上传录音文件' },
    mutates: true,
    query: {},
    answers: 'code',
  },
  uploadBody: {
    section: '4.3',
    path: 'uncall_api/recording_files.php',
    method: 'POST',
    purpose: { en: 'Uploads a voice file as the body of a request', zh: '以二进制提交录音文件' },
    mutates: true,
    query: { name: { about: { en: 'file name', zh: '文件名' } } },
    answers: 'code',
  },
  prompt: {
    section: '4.5',
    path: 'uncall_api/play_files.php',
    method: 'GET',
    purpose: { en: 'Plays or downloads an uploaded voice file', zh: '播放或下载已上传的录音文件' },
    mutates: false,
    query: { name: { about: { en: 'file name from getReordingFilesList', zh: 'getReordingFilesList 的文件名' } } },
    answers: 'audio',
  },
  recording: {
    section: '3.4',
    path: 'outbound/index.php/RecordingAction/index.php',
    method: 'GET',
    purpose: { en: 'The recording of a call', zh: '听取通话录音' },
    mutates: false,
    query: {
      m: { fixed: 'Public', about: { en: 'fixed', zh: '固定值' } },
      a: { fixed: 'record', about: { en: 'fixed', zh: '固定值' } },
      uniqueid: { about: { en: 'files of getRecording, “audio:” included', zh: 'getRecording 的 files，含 “audio:”' } },
    },
    answers: 'audio',
  },
} as const satisfies Readonly<Record<string, Address>>;
export type AddressName = keyof typeof addresses;

/** Page of the demo form beside the upload (§4.2): the only place that tells the name of its file field. */
export const uploadPage = 'uncall_api/upfiles.html';
