export { ListenPage } from './listen-page';
export { listensAlone, modeIcons, modesOf, type SuperviseMode, superviseModes } from './modes';
