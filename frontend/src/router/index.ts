/** The page's addresses. `/chats/<uri>` is an invitation, so it outlives a sign-in. */
import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'

import { useAuth } from '@/stores/auth'

declare module 'vue-router' {
  interface RouteMeta {
    /** Open to those who are signed out; those who are in are led on. */
    guest?: boolean
    /** Open to everybody. */
    anyone?: boolean
    title?: string
  }
}

const shell = () => import('@/views/ShellView.vue')

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    {
      path: '/',
      component: shell,
      children: [
        { path: '', name: 'home', component: () => import('@/views/HomeView.vue'), meta: { title: 'Chats' } },
        {
          path: 'chats/:uri([0-9a-f]{15})',
          name: 'chat',
          component: () => import('@/views/ChatView.vue'),
          props: true,
          meta: { title: 'Chat' },
        },
        {
          path: 'economy',
          component: () => import('@/views/EconomyView.vue'),
          children: [
            { path: '', name: 'wallet', component: () => import('@/views/economy/WalletView.vue'), meta: { title: 'Wallet' } },
            { path: 'draws', name: 'draws', component: () => import('@/views/economy/DrawsView.vue'), meta: { title: 'Draws' } },
            {
              path: 'draws/:number(\\d{1,9})',
              name: 'draw',
              component: () => import('@/views/economy/DrawView.vue'),
              props: (route) => ({ number: Number(route.params.number) }),
              meta: { title: 'Draw' },
            },
            // This address stands in notifications.
            { path: 'market', name: 'market', component: () => import('@/views/economy/MarketView.vue'), meta: { title: 'Market' } },
          ],
        },
      ],
    },
    {
      path: '/sign-in',
      name: 'sign-in',
      component: () => import('@/views/SignInView.vue'),
      meta: { guest: true, title: 'Sign in' },
    },
    {
      path: '/sign-up',
      name: 'sign-up',
      component: () => import('@/views/SignUpView.vue'),
      meta: { guest: true, title: 'Sign up' },
    },
    {
      path: '/password-reset',
      name: 'reset-ask',
      component: () => import('@/views/ResetAskView.vue'),
      meta: { anyone: true, title: 'Forgot your password?' },
    },
    // These two addresses stand in e-mails.
    {
      path: '/password-reset/:uid/:token',
      name: 'reset-password',
      component: () => import('@/views/ResetPasswordView.vue'),
      props: true,
      meta: { anyone: true, title: 'New password' },
    },
    {
      path: '/activate/:uid/:token',
      name: 'activate',
      component: () => import('@/views/ActivateView.vue'),
      props: true,
      meta: { anyone: true, title: 'Activate your account' },
    },
    {
      path: '/:rest(.*)*',
      name: 'not-found',
      component: () => import('@/views/NotFoundView.vue'),
      meta: { anyone: true, title: 'Not found' },
    },
  ],
})

router.beforeEach(async (to) => {
  const auth = useAuth()
  if (auth.status === 'unknown') await auth.resume()
  if (to.meta.anyone) return true
  if (to.meta.guest) return auth.status === 'in' ? nextOf(to) : true
  return auth.status === 'in' ? true : { name: 'sign-in', query: to.path === '/' ? {} : { next: to.fullPath } }
})

router.afterEach((to) => {
  document.title = to.meta.title ? `${to.meta.title} · Chatire` : 'Chatire'
})

/** Returns where a sign-in leads: only ever to an address of this page. */
export function nextOf(route: RouteLocationNormalized): string {
  const next = route.query.next
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/'
}
