/** Proves that trouble on the way loses nothing and is told plainly: portals, used invites, cuts, two tabs, poor browsers. */
import { encodeQR } from 'qr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  chooseWords,
  enterByDoor,
  knock,
  openInvite,
  press,
  readWords,
  seeFront,
  seeSaved,
  seeTitle,
  seeWhole,
  unlock,
} from './monitorSteps.ts';
import { type JoinedStage, setJoinedStage } from './stage.ts';

describe('trouble on the phone', () => {
  let stage: JoinedStage;
  beforeAll(async () => {
    stage = await setJoinedStage();
  });
  afterAll(() => stage?.end());

  it('S6 [UP5] a portal, no network and a killed browser in the middle of joining: one phone, one invite used once', async () => {
    const invite = await stage.organisation.invite('en');
    let phone = await stage.open('cut');
    await phone.page.goto(stage.system.url);
    await seeWhole(phone.page);
    await phone.context.route('**/o/**', (route) =>
      route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Free Wi-Fi</h1>' }),
    );
    await openInvite(phone.page, invite.code);
    await readWords(phone.page, 'Words to compare');
    await press(phone.page, 'They are the same');
    const words = await chooseWords(phone.page);
    await seeTitle(phone.page, 'Connect once');
    await phone.page.getByText('Code 401').waitFor();
    await phone.context.unroute('**/o/**');
    await phone.offline(true);
    await press(phone.page, 'Try again');
    await phone.page.getByText('Code 403').waitFor();
    await phone.close();

    phone = await stage.open('cut');
    await phone.page.goto(stage.system.url);
    await unlock(phone.page, words);
    await seeTitle(phone.page, 'Connect once');
    await press(phone.page, 'Connect');
    await seeTitle(phone.page, 'Read four words to the coordinator');
    const hello = await readWords(phone.page, 'Words of this phone');
    await phone.close();

    phone = await stage.open('cut');
    await phone.page.goto(stage.system.url);
    await unlock(phone.page, words);
    await press(phone.page, 'Settings');
    await press(phone.page, 'Words Change them');
    await press(phone.page, 'Words for the coordinator');
    expect(await readWords(phone.page, 'Words of this phone')).toEqual(hello);

    const other = await stage.open('second');
    await other.page.goto(stage.system.url);
    await openInvite(other.page, invite.code);
    await readWords(other.page, 'Words to compare');
    await press(other.page, 'They are the same');
    await chooseWords(other.page);
    await other.page.getByText('Code 311').waitFor();
    await press(other.page, 'Use another invite');
    await other.page
      .getByRole('textbox', { name: 'Invite code' })
      .fill((await stage.organisation.invite('en')).code);
    await press(other.page, 'Check the invite');
    await seeTitle(other.page, 'Read four words to the coordinator');
  });

  it('S1 two tabs: one holds the notes, the other can take them over, and nothing saved is lost', async () => {
    const phone = await stage.joinedPhone('tabs');
    const { words } = stage.joined;
    await press(phone.page, 'New note');
    await press(phone.page, /^Arrest and detention$/);
    await press(phone.page, /^Arbitrary arrest or detention$/);
    await seeSaved(phone.page);

    // The words take them over: the other tab saves, locks, and shows the front.
    const second = await phone.context.newPage();
    await second.goto(stage.system.url);
    await seeFront(second);
    // Junk closes nothing: it is tried on what lies there first.
    await knock(second, 'four junk words here');
    await second.getByText('Searching').waitFor();
    await second.getByText('Searching').waitFor({ state: 'detached' });
    await seeTitle(phone.page, 'When?');
    await unlock(second, words);
    await seeTitle(second, 'When?');
    await seeFront(phone.page);
    await enterByDoor(phone.page);
    await seeTitle(phone.page, 'Open in another tab');

    // The tab that holds them is killed; the other one opens them again.
    await second.close();
    await press(phone.page, 'Use here');
    await phone.page.getByRole('textbox', { name: 'Words' }).fill(words);
    await press(phone.page, 'Open');
    await seeTitle(phone.page, 'When?');
    await press(phone.page, 'Summary');
    await phone.page.getByText('Arbitrary arrest or detention').waitFor();

    // A wipe does not ask which tab it is.
    const third = await phone.context.newPage();
    await third.goto(stage.system.url);
    await enterByDoor(third);
    await seeTitle(third, 'Open in another tab');
    await press(third, 'Wipe everything');
    await press(third, 'Wipe now');
    await seeFront(third);
    await seeFront(phone.page);
    await knock(third, words);
    await third.getByText('Searching').waitFor({ state: 'detached' });
    await enterByDoor(third);
    await seeTitle(third, 'Language');
  });

  it('S1 a killed browser in the middle of typing keeps every answer that was called saved', async () => {
    let phone = await stage.joinedPhone('killed');
    const { words } = stage.joined;
    await press(phone.page, 'New note');
    await press(phone.page, 'Other');
    await phone.page.getByRole('list', { name: 'Other' }).getByRole('button').first().click();
    await seeTitle(phone.page, 'When?');
    await press(phone.page, 'Summary');
    await phone.page
      .getByRole('button', { name: /^In a few words/ })
      .first()
      .click();
    const field = phone.page.getByRole('textbox', { name: 'What happened' });
    await field.fill('The first sentence.');
    await seeSaved(phone.page);
    await phone.page.locator('[data-saving="saved"]').waitFor();
    await field.pressSequentially(' And then');
    await phone.kill();

    phone = await stage.open('killed');
    await phone.offline(true);
    await phone.page.goto(stage.system.url);
    await unlock(phone.page, words);
    await seeTitle(phone.page, 'In a few words');
    expect(await phone.page.getByRole('textbox', { name: 'What happened' }).inputValue()).toMatch(
      /^The first sentence\.( A?n?d? ?t?h?e?n?)?$/,
    );
  });

  it('[INV1] reads the invite from a picture, says so when there is no code in it, and when there is no camera', async () => {
    const phone = await stage.open('picture');
    const { code } = await stage.organisation.invite('en');
    await phone.page.goto(stage.system.url);
    await openInvite(phone.page, 'join1nonsense');
    await phone.page.getByText('Code 313').waitFor();
    await press(phone.page, 'Scan with the camera');
    await phone.page.getByText('Code 515').waitFor();
    const picture = phone.page.locator('input[type=file]');
    const gif = (text: string) => Buffer.from(encodeQR(text, 'gif', { scale: 6 }));
    const blank = await phone.page.screenshot();
    await picture.setInputFiles({ name: 'blank.png', mimeType: 'image/png', buffer: blank });
    await phone.page.getByText('Code 518').waitFor();
    await picture.setInputFiles({
      name: 'invite.gif',
      mimeType: 'image/gif',
      buffer: gif(code.toUpperCase()),
    });
    await seeTitle(phone.page, 'Compare ten words');
  });

  it.each([
    ['a messenger’s own browser', 'serviceWorker', 'Open this page in the browser itself', 'Code 511'],
    ['Lockdown Mode', 'WebAssembly', 'Notes', 'Code 513'],
  ])('explains %s and what to do', async (_, missing, title, code) => {
    const phone = await stage.open(`poor-${missing}`);
    await phone.page.addInitScript((name) => {
      if (name === 'serviceWorker') Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
      else Reflect.deleteProperty(globalThis, 'WebAssembly');
    }, missing);
    await phone.page.goto(stage.system.url);
    await enterByDoor(phone.page);
    await seeTitle(phone.page, title);
    await phone.page.getByText(code).waitFor();
  });
});
